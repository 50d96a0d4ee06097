import { join } from 'node:path';
import { loadModels } from '../../lakehouse/engines/duckdb/model/load-models';
import { readSchemaFolder } from '../contracts/schema-file';
import { toDeclaredSources } from '../contracts/source-file';
import { toRefreshTasks } from '../sources/write-refresh-job';

/**
 * The text of the page's asset `models.json`: the SQL of each model with its task of the refresh job, and the order
 * of the tasks. The deployed app has no `lakehouse/`, so the build puts this file beside the page.
 *
 * @param root of the repository
 */
export function writeModelTexts(root: string): string {
  const models = [...loadModels(join(root, 'lakehouse/models')).models.values()];
  const sources = toDeclaredSources(readSchemaFolder(join(root, 'schemas')).sources);
  const tasks = toRefreshTasks(sources, models);
  const nameOf = new Map(models.map(({ table, name }) => [table, name]));
  return JSON.stringify({
    tasks: tasks.map(({ key, after }) => ({ name: key, after: after.map((other) => other.key) })),
    models: models.map(({ name, file, strategy, description, upstreams, sql }) => ({
      model: name,
      task: tasks.find(({ select }) => file.startsWith(`${select}/`))?.key ?? null,
      strategy,
      description,
      reads: upstreams.map((table) => nameOf.get(table) ?? table),
      sql,
    })),
  });
}
