/** Maximum number of words of a sentence. Readers read longer ones twice. */
export const LONGEST_SENTENCE = 25;

/** Splits a passage at full stops that white space and a capital, a sign or a path follow. */
export const sentencesOf = (text: string): readonly string[] =>
  text
    .replace(/\b(e\.g|i\.e|etc|vs|cf|No)\./g, '$1')
    .split(/(?<=[.!?]["'’”)\]]*)\s+(?=[^\p{Ll}\s]|\S*[/_]\S)/u)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => sentence !== '');

/** Counts the words between white space. Signs alone do not count. */
export const wordsOf = (sentence: string): number =>
  sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
