/** Text that is safe to insert into a page, because `html` made it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlPart = Html | string | number | readonly Html[];

/** Tag of template literals that escapes every inserted text, so that names and values are never markup. */
export function html(fixed: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(
    fixed.map((text, at) => text + (at < parts.length ? toText(parts[at] ?? '') : '')).join(''),
  );
}

function toText(part: HtmlPart): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
