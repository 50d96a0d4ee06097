/** The style sheet of pages without scripts, with the colours of the monitor page. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f3f6f7, #0d1215);
  --raised: light-dark(#ffffff, #141b1f);
  --sunk: light-dark(#e9eef0, #090d0f);
  --line: light-dark(#d3dde1, #263239);
  --ink: light-dark(#132028, #e1e9ed);
  --ink-2: light-dark(#43545e, #a8b7bf);
  --link: light-dark(#08756b, #45cfc0);
  --focus: light-dark(#1f62b8, #8fc2ff);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 'Segoe UI', system-ui, 'Liberation Sans', sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
h2 { margin: 2.25rem 0 0.5rem; font-size: 1.2rem; }
h3 { margin: 1rem 0 0.25rem; font-size: 0.95rem; }
p { margin: 0.5rem 0; max-width: 44rem; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.quiet { color: var(--ink-2); }
.links { list-style: none; margin: 1.5rem 0; padding: 0; display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
.links li { padding: 0.9rem 1rem; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }
.links a { font-weight: 600; }
.links p { margin: 0.25rem 0 0; color: var(--ink-2); font-size: 0.9rem; }
code, pre { font-family: ui-monospace, Menlo, 'Liberation Mono', monospace; font-size: 0.875rem; }
pre { margin: 0.5rem 0; padding: 0.75rem; overflow-x: auto; background: var(--sunk); border: 1px solid var(--line); border-radius: 6px; }
details { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; margin: 0.5rem 0; }
summary { padding: 0.6rem 0.9rem; cursor: pointer; overflow-wrap: anywhere; }
summary b { display: inline-block; min-width: 4.25rem; font-size: 0.85rem; }
details > div { padding: 0 0.9rem 0.9rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--ink-2); font-weight: 600; }
`;
