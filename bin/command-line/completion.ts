/** `gatehouse completion bash|zsh|fish`: a script for the shell, made from the commands themselves. */
import { Argument, type Command, Command as NewCommand } from 'commander';
import { say } from './output.ts';

type Word = { path: string; words: { word: string; told: string }[] };

/** What may follow each command: its sub-commands and options. */
function wordsOf(command: Command, path: readonly string[] = []): Word[] {
  const subs = command.commands.filter((each) => each.name() !== 'help');
  const words = [
    ...subs.map((each) => ({ word: each.name(), told: each.description() })),
    ...command.options.map((each) => ({ word: each.long ?? each.short ?? '', told: each.description })),
    { word: '--help', told: 'show how it is used' },
  ];
  return [{ path: path.join(' '), words }, ...subs.flatMap((each) => wordsOf(each, [...path, each.name()]))];
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const lookup = `  local path="" word
  for word in "\${words_before[@]}"; do
    case "$word" in -*) ;; *) case " $paths " in *"|\${path:+$path }$word|"*) path="\${path:+$path }$word" ;; esac ;; esac
  done`;

function forBash(all: readonly Word[]): string {
  const paths = all.map(({ path }) => `|${path}|`).join(' ');
  const cases = all.map(({ path, words }) => `    ${quoted(path)}) words=${quoted(words.map(({ word }) => word).join(' '))} ;;`);
  return `_gatehouse() {
  local paths=${quoted(paths)} words=""
  local words_before=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
${lookup}
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _gatehouse gatehouse`;
}

function forZsh(all: readonly Word[]): string {
  const paths = all.map(({ path }) => `|${path}|`).join(' ');
  const told = ({ word, told: text }: Word['words'][number]) => quoted(`${word}:${text.replaceAll(':', '\\:')}`);
  const cases = all.map(({ path, words }) => `    ${quoted(path)}) choices=(${words.map(told).join(' ')}) ;;`);
  return `#compdef gatehouse
_gatehouse() {
  local paths=${quoted(paths)}
  local -a choices words_before
  words_before=(\${words[2,CURRENT-1]})
${lookup}
  case "$path" in
${cases.join('\n')}
  esac
  _describe 'gatehouse' choices || _files
}
compdef _gatehouse gatehouse`;
}

function forFish(all: readonly Word[]): string {
  const line = (path: string, { word, told }: Word['words'][number]) => {
    const when = path ? `__fish_seen_subcommand_from ${path.split(' ').at(-1)}` : '__fish_use_subcommand';
    const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
    return `complete -c gatehouse -n ${quoted(when)} ${what} -d ${quoted(told)}`;
  };
  return all.flatMap(({ path, words }) => words.map((word) => line(path, word))).join('\n');
}

const shells = { bash: forBash, zsh: forZsh, fish: forFish };

export const completionCommand = (program: Command): Command =>
  new NewCommand('completion')
    .description('print a script that completes commands and options in your shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(shells)))
    .addHelpText(
      'after',
      '\nExamples:\n  $ source <(gatehouse completion bash)\n  $ gatehouse completion fish > ~/.config/fish/completions/gatehouse.fish',
    )
    .action((shell: keyof typeof shells) => say(shells[shell](wordsOf(program))));
