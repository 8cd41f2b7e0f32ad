type Attributes = Readonly<Record<string, string | number>>;

/** An SVG element as text. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(String(shortened(value)))}"`);
  return children.length > 0
    ? `<${name}${written.join('')}>${children.join('')}</${name}>`
    : `<${name}${written.join('')}/>`;
}

/** A line of text; the class says what it looks like. */
export function text(x: number, y: number, look: string, words: string): string {
  return element('text', { x, y, class: look }, escape(words));
}

/** A straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, look: string): string {
  return element('line', { x1, y1, x2, y2, class: look });
}

/** A part of the drawing, moved to its place. */
export function moved(x: number, y: number, ...children: readonly string[]): string {
  return element('g', { transform: `translate(${x} ${y})` }, ...children);
}

function shortened(value: string | number) {
  return typeof value === 'number' ? Math.round(value * 10) / 10 : value;
}

function escape(words: string): string {
  return words.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
