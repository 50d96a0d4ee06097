/** Rules of imports: docs/architecture.md. Each rule has its reason. */

/**
 * The features of src/lib, and the features whose faces each may import besides contracts, event-log and platform.
 */
const FEATURES = {
  publish: [],
  ingest: ['publish'],
  simulate: ['publish'],
  landing: [],
  checkpoint: ['landing'],
  live: ['publish', 'landing'],
  quarantine: ['publish', 'landing'],
  refresh: ['landing'],
  serve: ['live', 'refresh'],
  status: ['ingest', 'simulate', 'landing', 'checkpoint', 'live', 'quarantine', 'refresh'],
  monitor: [],
  openapi: [],
};

/** A feature's face: `index.ts` of its folder or of a subfolder, its shapes and its settings. */
const faces = (features) =>
  features.flatMap((name) => [
    `^src/lib/${name}/(index|[a-z-]+/index)\\.ts$`,
    `^src/lib/${name}/(api|sink-status|settings|sinks/settings|gold/api)\\.ts$`,
  ]);

/** Stand-ins of Azure, each a folder below local/. */
const STAND_INS =
  'app-service|data-factory|databricks|event-hubs|functions-host|identity|key-vault|lake|power-bi|raw-files';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files in a cycle are really one file.',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'app-imports-nothing-local',
      comment:
        'The app and the stand-ins only communicate over protocols, so that an error in shared code cannot hide.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(lakehouse|local|test|bench|tools)/' },
    },
    {
      name: 'stand-ins-import-nothing-of-the-app',
      comment: 'A stand-in that shares code with the app would share its errors.',
      severity: 'error',
      from: { path: '^local/' },
      to: { path: '^(src|test|bench|tools|dist)/' },
    },
    {
      name: 'a-stand-in-imports-the-kit',
      comment:
        'Stand-ins communicate over protocols, as the services of Azure do; shared code is in local/kit, behind its face. ' +
        'A worker process starts often, so it loads the error alone.',
      severity: 'error',
      from: { path: `^local/(${STAND_INS})/` },
      to: {
        path: '^local/',
        pathNot: '^local/($1/|kit/(index|stand-in-error)\\.ts$)',
      },
    },
    {
      name: 'the-kit-imports-no-stand-in',
      comment: 'Code for one service does not fit the other nine.',
      severity: 'error',
      from: { path: '^local/kit/' },
      to: { path: '^local/', pathNot: '^local/kit/' },
    },
    {
      name: 'programs-import-faces-of-stand-ins',
      comment: 'The stack and the command line start stand-ins, but do not depend on their implementation.',
      severity: 'error',
      from: { path: '^local/(stack|cli|replay|main\\.ts$)' },
      to: {
        path: `^local/(${STAND_INS}|kit)/`,
        pathNot: `^local/(${STAND_INS}|kit)/(index|support)\\.ts$`,
      },
    },
    {
      name: 'an-engine-reads-models-only',
      comment: 'The DuckDB engine reads models and generated files only, so it can run anywhere.',
      severity: 'error',
      from: { path: '^lakehouse/' },
      to: { path: '^(src|local|test|bench|tools|monitor)/' },
    },
    {
      name: 'nothing-imports-a-function',
      comment: 'A trigger file registers and delegates; shared code belongs to src/lib.',
      severity: 'error',
      from: { pathNot: '^src/functions/' },
      to: { path: '^src/functions/' },
    },
    {
      name: 'contracts-and-platform-import-no-feature',
      comment:
        'Code that every feature uses must not depend on a feature: features pass their settings as arguments.',
      severity: 'error',
      from: { path: '^src/lib/(platform|contracts|event-log)/' },
      to: { path: '^src/', pathNot: '^src/lib/(platform|contracts|event-log)/' },
    },
    {
      name: 'platform-imports-platform-only',
      comment: 'The platform is the base of everything else.',
      severity: 'error',
      from: { path: '^src/lib/platform/' },
      to: { path: '^src/lib/(contracts|event-log)/' },
    },
    {
      name: 'contracts-import-the-platform-only',
      comment: 'The event log validates with contracts, not the other way round.',
      severity: 'error',
      from: { path: '^src/lib/contracts/' },
      to: { path: '^src/lib/event-log/' },
    },
    ...Object.entries(FEATURES).map(([feature, others]) => ({
      name: `feature-${feature}`,
      comment:
        'A feature imports contracts, the event log, the platform, and faces of the features that it uses.',
      severity: 'error',
      from: { path: `^src/lib/${feature}/` },
      to: {
        path: '^src/',
        pathNot: [`^src/lib/(${feature}|contracts|event-log|platform)/`, ...faces(others)],
      },
    })),
    {
      name: 'one-platform-a-process',
      comment:
        'Only triggers and the start of the app use the platform of the process; features get it as an argument.',
      severity: 'error',
      from: { path: '^src/(lib|commands)/' },
      to: { path: '^src/platform\\.ts$' },
    },
    {
      name: 'sdks-live-in-adapters',
      comment:
        'Azure SDKs and REST calls are in adapters (store, clients, sinks) and in the platform; other code uses ports.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot:
          '^src/lib/(platform/(azure|telemetry)/|event-log/(event-hub-client|hub-receiver)\\.ts$|[^/]+/(store|clients|sinks)/|serve/gold/delta/table-blobs\\.ts$)',
      },
      to: { path: '^node_modules/@azure/(?!functions(-|/))' },
    },
    {
      name: 'functions-runtime-lives-at-the-edge',
      comment:
        'Only triggers and the handlers of HTTP, timers, hubs and orchestrations use the Functions runtime.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/(functions/|index\\.ts$)',
          '^src/lib/platform/(http/|call-limits\\.ts$)',
          '/http(/|\\.ts$)',
          '/trigger(/|\\.ts$)',
          '-(handler|response)\\.ts$',
        ],
      },
      to: { path: '^node_modules/(@azure/functions|durable-functions)/' },
    },
    {
      name: 'app-uses-production-dependencies',
      comment: 'The deployment is installed without devDependencies.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-page-uses-http-only',
      comment: 'The monitor page runs in a browser and uses the app through its HTTP API only.',
      severity: 'error',
      from: { path: '^monitor/' },
      to: { path: '^(src|local|test|bench|tools)/' },
    },
    {
      name: 'nothing-imports-the-page',
      comment:
        'The page is bundled for browsers; only its tests and its build may import it. The types of the API are for every client.',
      severity: 'error',
      from: { path: '^(src|local)/' },
      to: { path: '^monitor/', pathNot: '^monitor/data/api\\.d\\.ts$' },
    },
    {
      name: 'no-unresolvable',
      comment: 'An unresolved import fails at run time.',
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
