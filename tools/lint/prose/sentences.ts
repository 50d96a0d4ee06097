/** Words of a sentence at most: longer ones are read twice. */
export const LONGEST_SENTENCE = 25;

/** Sentences of a passage. A point ends one where white space and a capital, a sign or a path follow. */
export const sentencesOf = (text: string): readonly string[] =>
  text
    .replace(/\b(e\.g|i\.e|etc|vs|cf|No)\./g, '$1')
    .split(/(?<=[.!?]["'’”)\]]*)\s+(?=[^\p{Ll}\s]|\S*[/_]\S)/u)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => sentence !== '');

/** Words are what white space parts; signs alone are none. */
export const wordsOf = (sentence: string): number =>
  sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
