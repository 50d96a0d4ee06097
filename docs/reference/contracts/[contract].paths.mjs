import { contractPages } from '../../.vitepress/reference.mjs';

export default {
  paths: () => contractPages().map(({ contract, text }) => ({ params: { contract }, content: text })),
};
