export type Theme = 'system' | 'light' | 'dark';

const NAME = 'sluice.theme';

/** The chosen theme, kept for the next visit. `system` follows the device. */
export function readTheme(): Theme {
  const kept = localStorage.getItem(NAME);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem(NAME);
    delete document.documentElement.dataset['theme'];
    return;
  }
  localStorage.setItem(NAME, theme);
  document.documentElement.dataset['theme'] = theme;
}
