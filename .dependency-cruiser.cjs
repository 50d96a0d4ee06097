/** Who may import whom: docs/architecture.md. Each rule says why it is there. */

/** The stages of the way of the data; one never imports another. */
const STAGES = ['source', 'hub', 'bronze', 'quarantine', 'refresh', 'serve'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle means that two files are one.',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'app-knows-nothing-local',
      comment: 'The app meets the stand-ins on the wire only, so that a mistake cannot cancel itself out.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(lakehouse|local|test|bench|tools)/' },
    },
    {
      name: 'stand-ins-know-nothing-of-the-app',
      comment: 'A stand-in that shares code with the app would agree with its mistakes.',
      severity: 'error',
      from: { path: '^local/' },
      to: { path: '^(src|test|bench|tools|dist)/' },
    },
    {
      name: 'an-engine-knows-models-only',
      comment:
        'The DuckDB engine reads models, and what is generated from contracts, as files; it would run anywhere else too.',
      severity: 'error',
      from: { path: '^lakehouse/' },
      to: { path: '^(src|local|test|bench|tools|monitor)/' },
    },
    {
      name: 'nothing-imports-a-function',
      comment: 'A trigger file binds and delegates; what is worth importing belongs to src/lib.',
      severity: 'error',
      from: { pathNot: '^src/functions/' },
      to: { path: '^src/functions/' },
    },
    {
      name: 'functions-import-the-composition-root',
      comment: 'A trigger file reaches the stages through src/lib/compose, never around it.',
      severity: 'error',
      from: { path: '^src/functions/' },
      to: {
        path: '^src/',
        pathNot: '^src/(functions/|lib/compose\\.ts$|lib/shared/|lib/http/|lib/trigger/)',
      },
    },
    ...STAGES.map((stage) => ({
      name: `stage-${stage}-stands-alone`,
      comment:
        'A stage imports contracts, the event log, shared code and its own ports; stages meet in src/lib/compose.',
      severity: 'error',
      from: { path: `^src/lib/${stage}/` },
      to: { path: '^src/', pathNot: `^src/lib/(${stage}|contracts|event-log|shared)/` },
    })),
    {
      name: 'sdks-live-in-clients',
      comment: 'src/lib/clients is the only place that holds Azure SDKs and REST calls; stages know ports.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/lib/(clients/|compose\\.ts$)' },
      to: { path: '^node_modules/@azure/(?!functions(-|/))' },
    },
    {
      name: 'functions-runtime-lives-at-the-edge',
      comment: 'Only trigger files (and their HTTP edge) know the Functions runtime.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(functions/|index\\.ts$|lib/http/|lib/trigger/)' },
      to: { path: '^node_modules/(@azure/functions|durable-functions)/' },
    },
    {
      name: 'app-uses-production-dependencies',
      comment: 'What is deployed is installed without devDependencies.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-page-stands-alone',
      comment: 'The monitor page runs in a browser and knows the app by its HTTP API only.',
      severity: 'error',
      from: { path: '^monitor/' },
      to: { path: '^(src|local|test|bench|tools)/' },
    },
    {
      name: 'nothing-imports-the-page',
      comment:
        'The page is bundled for browsers; only its tests and the tool that builds it may reach into it.',
      severity: 'error',
      from: { path: '^(src|local)/' },
      to: { path: '^monitor/' },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that resolves to nothing fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.check.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|build)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
    },
  },
};
