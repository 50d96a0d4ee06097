import { type Model } from '../../lakehouse/engines/duckdb/model/model';
import { type DeclaredSource } from '../contracts/source-file';

const HEAD = `# Written by \`npm run generate\` from schemas/ and the marts of lakehouse/. Change tools/sources/write-refresh-job.ts, not this file.
#
# Bronze to Silver to Gold. Each task runs one folder of lakehouse/. A failed group can therefore be repeated alone, and
# independent groups run in parallel. Only the function app starts the job, so it has no schedule.
resources:
  jobs:
    refresh:
      name: refresh
      description: Computes the Silver and Gold tables of one refresh. Parameter \`refresh\` is the refresh's number; its plan lies in gold/_refresh/<number>/plan.json.
      max_concurrent_runs: 1
      queue:
        enabled: true
      timeout_seconds: 14400
      parameters:
        - name: refresh
          default: ''
      job_clusters:
        - job_cluster_key: main
          new_cluster:
            spark_version: \${var.spark_version}
            node_type_id: \${var.node_type}
            num_workers: \${var.workers}
            data_security_mode: SINGLE_USER
            spark_env_vars:
              PSEUDONYM_PEPPER: '{{secrets/\${var.secret_scope}/pseudonym-pepper}}'
              BUSINESS_TIME_ZONE: \${var.business_time_zone}
            spark_conf:
              spark.sql.session.timeZone: UTC
              # All readers support it. The function app's Node may lack the default codec of a runtime.
              spark.sql.parquet.compression.codec: snappy
              # The writer itself makes few, larger files. A later job would conflict with the merges of a refresh.
              spark.databricks.delta.optimizeWrite.enabled: 'true'
              spark.databricks.delta.autoCompact.enabled: 'true'
      tasks:`;

const MART = /^gold\/marts\/([^/]+)\//;

/** One task of the job: it computes the models of one folder of lakehouse/. */
export interface Task {
  readonly key: string;
  /** The folder. */
  readonly select: string;
  readonly after: readonly Task[];
}

/** The text of databricks/resources/refresh.job.yml: a task per source, and a task per mart with a folder. */
export function writeRefreshJob(sources: readonly DeclaredSource[], models: readonly Model[]): string {
  return `${[HEAD, ...toRefreshTasks(sources, models).map(writeTask)].join('\n')}\n`;
}

/** The tasks of the job, each after the tasks whose tables it reads. */
export function toRefreshTasks(
  sources: readonly DeclaredSource[],
  models: readonly Pick<Model, 'file'>[],
): readonly Task[] {
  const ofSources = sources.map(({ name }) => toTask(`silver_${name}`, `silver/${name}`, []));
  const batch = toTask('silver_batch', 'silver/batch', []);
  const windows = toTask('gold_windows', 'gold/windows', ofSources);
  const dimensions = toTask('gold_dimensions', 'gold/dimensions', [...ofSources, batch]);
  const facts = toTask('gold_facts', 'gold/facts', [dimensions]);
  const names = new Set(models.flatMap(({ file }) => MART.exec(file)?.[1] ?? []));
  const marts = [...names]
    .sort()
    .map((name) => toTask(`gold_mart_${name.replaceAll('-', '_')}`, `gold/marts/${name}`, [facts]));
  const views = toTask('gold_views', 'gold/views', marts);
  return [...ofSources, batch, windows, dimensions, facts, ...marts, views];
}

function toTask(key: string, select: string, after: readonly Task[]): Task {
  return { key, select, after };
}

function writeTask({ key, select, after }: Task): string {
  return [
    `        - task_key: ${key}`,
    ...(after.length > 0 ? ['          depends_on:'] : []),
    ...after.map((other) => `            - task_key: ${other.key}`),
    `          job_cluster_key: main
          max_retries: \${var.max_retries}
          min_retry_interval_millis: \${var.retry_interval_millis}
          timeout_seconds: 3600
          spark_python_task:
            python_file: ../../lakehouse/engines/spark/run_models.py
            parameters:
              - '--select'
              - ${select}
              - '--refresh'
              - '{{job.parameters.refresh}}'
              - '--lake'
              - '\${var.lake}'`,
  ].join('\n');
}
