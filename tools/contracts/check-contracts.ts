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
 * Every reason to refuse the folder. A file's later checks run only when the earlier ones found nothing: they rely on
 * what those made sure of. Windows are of all versions of a type, so they are looked at when every file is sound.
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
