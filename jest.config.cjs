const { availableParallelism } = require('node:os');

const project = (name, options = {}) => ({
  displayName: name,
  rootDir: __dirname,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  runtime: '<rootDir>/test/testing/jest/compile-once.cjs',
  transform: {
    // Compiles TypeScript, and packages with ES modules only, because Jest loads CommonJS.
    '(\\.tsx?|/node_modules/hyparquet/.+\\.js)$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!hyparquet/)', '/generated/.+\\.js$'],
  // The folder of a staged deployment has the same package.json.
  modulePathIgnorePatterns: ['<rootDir>/build/package/'],
  ...options,
});

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: Math.min(2, availableParallelism()),
  testTimeout: 60_000,
  projects: ['unit', 'conformance', 'integration', 'e2e', 'fault', 'refresh', 'browser'].map((name) =>
    project(name),
  ),
};
