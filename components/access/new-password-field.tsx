import { Check } from 'lucide-react';
import { Field } from '#components/ui/field.tsx';
import { passwordProblem, shortestPassword } from '#lib/access/password-rules.ts';
import { entranceControl } from './entrance-control.ts';
import { PasswordInput } from './password-input.tsx';

export interface NewPasswordFieldProps {
  value: string;
  onChange: (password: string) => void;
  person: { name: string; email: string };
  error?: string;
}

/** A password to choose, with whether it is long enough while one types. */
export function NewPasswordField({ value, onChange, person, error }: NewPasswordFieldProps) {
  const strong = value !== '' && passwordProblem(value, person) === null;
  const hint = strong ? (
    <span className="flex items-center gap-1.5">
      <Check className="size-3.5 text-low-ink" aria-hidden="true" />
      Long enough.
    </span>
  ) : (
    `At least ${shortestPassword} characters. A few words in a row work well.`
  );
  return (
    <Field label="Password" name="password" error={error} hint={error && !strong ? undefined : hint}>
      {(control) => (
        <PasswordInput
          {...control}
          autoComplete="new-password"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={entranceControl}
        />
      )}
    </Field>
  );
}
