import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import ours from './tools/lint/eslint-rules.cjs';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'build/',
      'coverage/',
      '.sluice/',
      'src/lib/contracts/generated/',
      'monitor/data/api.d.ts',
      'lakehouse/engines/duckdb/model/generated/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    plugins: { ours },
    rules: {
      'ours/no-spread-of-literals': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'SequenceExpression',
          message: 'Write one statement per expression: the comma operator discards all values but the last.',
        },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.check.json', './monitor/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/prefer-readonly': 'error',
      // Numbers and booleans are readable in messages.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Settings and headers are index signatures; `env['NAME']` shows that the name may be missing.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      eqeqeq: 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only src/lib/platform/platform.ts reads the environment.',
        },
      ],
    },
  },
  {
    // The composition root of the app, and programs that start processes, pass the environment on.
    files: [
      'src/lib/platform/platform.ts',
      'lakehouse/engines/duckdb/main.ts',
      'lakehouse/engines/duckdb/worker.ts',
      'local/**',
      'tools/**',
      'bench/**',
      'test/**',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      // `expect(spy.method)` passes an unbound method on purpose.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: { globals: globals.node },
  },
);
