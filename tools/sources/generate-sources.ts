import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Model } from '../../lakehouse/engines/duckdb/model/model';
import { type DeclaredSource } from '../contracts/source-file';
import { writeDeployedSources } from './write-deployed-sources';
import { writeExampleSettings } from './write-example-settings';
import { writeRefreshJob } from './write-refresh-job';

export interface GenerateSourcesOptions {
  /** In their order. */
  readonly sources: readonly DeclaredSource[];
  /** Every model of the lakehouse. */
  readonly models: readonly Model[];
  /** The folder bicep/. */
  readonly bicep: string;
  /** The folder databricks/. */
  readonly databricks: string;
  /** The file local.settings.example.json, whose other settings are kept. */
  readonly exampleSettings: string;
}

/**
 * Returns the lists of sources outside of the app, its contracts and the lakehouse: text by path. Nothing is written
 * here.
 */
export function generateSources({
  sources,
  models,
  bicep,
  databricks,
  exampleSettings,
}: GenerateSourcesOptions): ReadonlyMap<string, string> {
  return new Map([
    [join(bicep, 'sources.json'), writeDeployedSources(sources)],
    [join(databricks, 'resources/refresh.job.yml'), writeRefreshJob(sources, models)],
    [exampleSettings, writeExampleSettings(readFileSync(exampleSettings, 'utf8'), sources)],
  ]);
}
