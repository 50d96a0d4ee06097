/** The style sheet of the stand-ins' pages, in light and dark. */
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
  --good: light-dark(#1b7440, #67c98d);
  --warn: light-dark(#8a5700, #f1b44c);
  --bad: light-dark(#b42a1d, #ff8373);
  --focus: light-dark(#1f62b8, #8fc2ff);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 'Segoe UI', system-ui, 'Liberation Sans', sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.15rem; }
p { margin: 0.5rem 0; max-width: 46rem; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.quiet { color: var(--ink-2); }
.good { color: var(--good); }
.warn { color: var(--warn); }
.bad { color: var(--bad); }
code, pre { font-family: ui-monospace, Menlo, 'Liberation Mono', monospace; font-size: 0.875rem; }
pre { margin: 0.4rem 0; padding: 0.6rem 0.75rem; overflow: auto; max-height: 24rem; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--sunk); border: 1px solid var(--line); border-radius: 6px; }
details { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; margin: 0.5rem 0; }
summary { padding: 0.6rem 0.9rem; cursor: pointer; overflow-wrap: anywhere; }
summary span { margin-left: 0.75rem; }
details > div { padding: 0 0.9rem 0.9rem; overflow-x: auto; }
:target { outline: 2px solid var(--focus); outline-offset: -2px; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--ink-2); font-weight: 600; }
td { overflow-wrap: anywhere; min-width: 5rem; }
`;
