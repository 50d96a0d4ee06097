import { apiPages } from '../../.vitepress/reference.mjs';

export default {
  paths: () => apiPages().map(({ tag, text }) => ({ params: { tag }, content: text })),
};
