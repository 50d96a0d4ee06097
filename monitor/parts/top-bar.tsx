import { type VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app-context';
import { type Page, PAGE_NAMES, PAGES, toHash } from '../derive/route';
import { toCount } from '../derive/format';
import { applyTheme, type Theme } from './theme';
import { usePipeline, useStore } from './use-store';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const SIGN: Readonly<Record<Theme, string>> = { system: '◐', light: '○', dark: '●' };

/** Name, links to the pages, and the theme switch. */
export function TopBar({ page }: { readonly page: Page }): VNode {
  const { status } = usePipeline();
  const open = status?.quarantine?.open ?? 0;
  const strip = useRef<HTMLElement>(null);
  // On a phone the links are a strip that scrolls: the current one is brought into sight.
  useEffect(() => {
    const current = strip.current?.querySelector<HTMLElement>('[aria-current]');
    if (strip.current === null || current === null || current === undefined) return;
    strip.current.scrollLeft = current.offsetLeft - (strip.current.clientWidth - current.offsetWidth) / 2;
  }, [page, open > 0]);
  return (
    <header class="top">
      <a class="brand" href={toHash('pipeline')} aria-label="Sluice, pipeline">
        <svg width="22" height="20" viewBox="0 0 22 20" aria-hidden="true">
          <path class="brand-water" d="M0 13C3 11 5 15 8 13M14 16C17 14 19 18 22 16" />
          <path class="brand-gate" d="M11 1V19M7.500 4.500H14.500" />
        </svg>
        Sluice
      </a>
      <nav aria-label="Pages" ref={strip}>
        <ul>
          {PAGES.map((one) => (
            <li key={one}>
              <a href={toHash(one)} aria-current={one === page ? 'page' : undefined}>
                {PAGE_NAMES[one]}
                {one === 'quarantine' && open > 0 ? (
                  <span class="badge">
                    {toCount(open)}
                    <span class="spoken"> wait</span>
                  </span>
                ) : null}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <ThemeButton />
    </header>
  );
}

function ThemeButton(): VNode {
  const { theme } = useApp();
  const now = useStore(theme);
  return (
    <button
      type="button"
      class="theme"
      aria-label={`Appearance: ${now}. Change to ${NEXT[now]}.`}
      title={`Appearance: ${now}`}
      onClick={() => {
        theme.set(NEXT[now]);
        applyTheme(NEXT[now]);
      }}
    >
      <span aria-hidden="true">{SIGN[now]}</span> {now}
    </button>
  );
}
