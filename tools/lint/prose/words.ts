/** A pattern of a word to avoid, without its allowed uses, and what to write. */
interface ForbiddenWord {
  readonly pattern: RegExp;
  readonly instead: string;
}

/**
 * Words that are unclear, or that had two meanings here. `docs/glossary.md` has the words to use.
 * The check reads prose only. Reviewers check names of code.
 */
export const FORBIDDEN: readonly ForbiddenWord[] = [
  { pattern: /\bstands?\b(?![- ]?(ins?|by|alone)\b)/i, instead: 'is, or say what it does' },
  { pattern: /\banew\b/i, instead: 'again' },
  { pattern: /\bwhoever\b/i, instead: 'the one that, or name it' },
  { pattern: /\bjudge(s|d|ment|ments)?\b|\bjudging\b/i, instead: 'validate, check or authorize' },
  // The field of Bronze lines keeps its name, as in the JSON path `$.verdict`.
  { pattern: /(?<!\.)\bverdicts?\b/i, instead: 'result' },
  { pattern: /\bincarnations?\b/i, instead: 'hub generation' },
  { pattern: /\bculprits?\b/i, instead: 'poison event' },
  { pattern: /\bsuspicions?\b/i, instead: 'poison search' },
  { pattern: /\bfold(s|ed|ing)?\b/i, instead: 'aggregate' },
  { pattern: /\blanders?\b/i, instead: 'Bronze writer' },
  { pattern: /\b(stor(y|ies)|deeds?)\b/i, instead: 'scenario, action' },
  { pattern: /\b(thereof|hereby|hence|thereby|whence|lest|nought|betimes)\b/i, instead: 'a plain word' },
];
