/** Text that is safe to insert into a page, because `markup` made it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type MarkupPart = Markup | string | number | readonly Markup[];

/** Tag of template literals of HTML. It escapes every inserted text, so that names and values are never markup. */
export function markup(fixed: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  const texts = fixed.map((text, at) => text + (at < parts.length ? toText(parts[at] ?? '') : ''));
  return new Markup(texts.join(''));
}

function toText(part: MarkupPart): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
