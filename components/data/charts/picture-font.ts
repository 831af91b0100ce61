let found: Promise<string> | null = null;

/** The page's font as an `@font-face` with the file inside, so that a picture looks the same where the font is not installed; '' without it. */
export function fontFace(): Promise<string> {
  found ??= find();
  return found;
}

/** Latin alone: the rule whose range begins at U+0. */
function latinRule(): { rule: CSSFontFaceRule; base: string } | null {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const style = rule.style;
      const range = style.getPropertyValue('unicode-range');
      if (
        style.getPropertyValue('font-family').includes('Geist Variable') &&
        /U\+0+(-|,|\b)/i.test(range) &&
        style.getPropertyValue('font-style') !== 'italic'
      )
        return { rule, base: sheet.href ?? document.baseURI };
    }
  }
  return null;
}

async function find(): Promise<string> {
  const latin = latinRule();
  const path = latin && /url\(["']?([^"')]+)/.exec(latin.rule.style.getPropertyValue('src'))?.[1];
  if (!latin || !path) return '';
  const response = await fetch(new URL(path, latin.base));
  if (!response.ok) return '';
  const bytes = new Uint8Array(await response.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `@font-face{font-family:Geist;font-weight:100 900;src:url(data:font/woff2;base64,${btoa(binary)}) format("woff2")}`;
}
