import { checkExamples } from './check-examples';
import { checkFields } from './check-fields';
import { checkMetadata } from './check-metadata';
import { checkReferences } from './check-references';
import { checkSources } from './check-sources';
import { createStructureCheck } from './check-structure';
import { checkVersions } from './check-versions';
import { checkWindows } from './check-windows';
import { type Problem } from './problem';
import { type SchemaFolder } from './schema-file';

/**
 * Returns every reason to refuse the folder. The later checks of a file run only if the earlier ones found nothing,
 * because they rely on them. Windows belong to all versions of a type, so they are checked when every file is valid.
 *
 * @param createCheck compiles a meta-schema
 */
export function checkContracts(
  folder: SchemaFolder,
  createCheck: typeof createStructureCheck = createStructureCheck,
): readonly Problem[] {
  const { files, metaSchema, problems } = folder;
  const checkStructure = createCheck(metaSchema);
  const found = files.flatMap((file) => {
    for (const check of [checkStructure, checkReferences, checkFields, checkMetadata, checkExamples]) {
      const refusals = check(file);
      if (refusals.length > 0) return refusals;
    }
    return [];
  });
  const windows = found.length > 0 ? [] : checkWindows(files);
  return [...problems, ...checkSources(folder, createCheck), ...found, ...checkVersions(files), ...windows];
}
