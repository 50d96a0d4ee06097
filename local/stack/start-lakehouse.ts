import { join } from 'node:path';
import { type ChildService } from './child-service';
import { type StackPorts } from './choose-ports';
import {
  type StackSecrets,
  startDatabricksService,
  startDataFactoryService,
  startPowerBiService,
  startRawFilesService,
  toRefreshSettings,
} from './lakehouse-services';
import { type ServiceContext } from './services';
import { type Supervisor } from './supervisor';
import { writeErpTables } from './write-erp-tables';

export interface LakehouseOptions {
  readonly supervise: <Ready>(
    start: (context: ServiceContext) => Promise<ChildService<Ready>>,
  ) => Supervisor<Ready>;
  readonly secrets: StackSecrets;
  readonly ports: Pick<StackPorts, 'rawFiles' | 'dataFactory' | 'databricks' | 'powerBi'>;
  readonly dataDirectory: string;
  readonly appDirectory: string;
  readonly lakeConnectionString: string;
  readonly faultEndpoints: boolean;
  /** Seed of the simulated ERP system; undefined without one. */
  readonly erpSeed: number | undefined;
}

/** The services that a refresh uses, and the settings with which the app finds them. */
export async function startLakehouse(options: LakehouseOptions) {
  const { supervise, secrets, ports, dataDirectory, appDirectory, lakeConnectionString, faultEndpoints } =
    options;
  const { erpSeed } = options;
  const erpDirectory = erpSeed === undefined ? undefined : join(dataDirectory, 'erp');
  const supervisors = {
    rawFiles: supervise((context) => startRawFilesService(context, { port: ports.rawFiles })),
    dataFactory: supervise((context) =>
      startDataFactoryService(context, {
        port: ports.dataFactory,
        secrets,
        definitionsDirectory: join(appDirectory, 'adf'),
        lakeConnectionString,
        rawFilesUrl: `http://127.0.0.1:${ports.rawFiles}/`,
        erpDirectory,
      }),
    ),
    databricks: supervise((context) =>
      startDatabricksService(context, {
        port: ports.databricks,
        secrets,
        bundleDirectory: join(appDirectory, 'databricks'),
        modelsDirectory: join(appDirectory, 'lakehouse/models'),
        lakeDirectory: join(dataDirectory, 'lake'),
        lakeConnectionString,
        ...(process.env['BUSINESS_TIME_ZONE'] !== undefined && {
          businessTimeZone: process.env['BUSINESS_TIME_ZONE'],
        }),
        faultEndpoint: faultEndpoints,
      }),
    ),
    powerBi: supervise((context) =>
      startPowerBiService(context, { port: ports.powerBi, secrets, faultEndpoint: faultEndpoints }),
    ),
  };
  const [, dataFactory, databricks, powerBi] = await Promise.all([
    supervisors.rawFiles.start(),
    supervisors.dataFactory.start(),
    supervisors.databricks.start(),
    supervisors.powerBi.start(),
    erpSeed !== undefined && erpDirectory !== undefined
      ? writeErpTables({ appDirectory, directory: erpDirectory, seed: erpSeed })
      : undefined,
  ]);
  return {
    supervisors,
    dataFactory,
    databricks,
    powerBi,
    settings: toRefreshSettings({
      dataFactory: dataFactory.ready,
      databricks: databricks.ready,
      powerBi: powerBi.ready,
      hasErp: erpSeed !== undefined,
    }),
  };
}
