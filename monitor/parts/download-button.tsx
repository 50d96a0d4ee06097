import { type VNode } from 'preact';

/** Saves a text as a file. The text is made at the click. */
export function DownloadButton({
  name,
  label,
  toText,
}: {
  /** Name of the file. */
  readonly name: string;
  readonly label: string;
  readonly toText: () => string;
}): VNode {
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([toText()], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    // Browsers begin to read the address after the click has returned.
    setTimeout(() => {
      URL.revokeObjectURL(url);
    }, 60_000);
  };
  return (
    <button type="button" onClick={save}>
      {label}
    </button>
  );
}
