import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { partitionDirectory } from './partition-value';
import { type TableFiles } from './table-files';
import { type NewFile } from './types';

/** Uploads in parallel: a single one leaves the lake idle between its requests. */
const PARALLEL = 4;

/** A file of the lake that is not yet part of the table. */
export interface UploadedFile {
  readonly file: NewFile;
  /** Below the table. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Copies files into the table's directory under unique names. They are not part of the table until a commit
 * names them; `vacuum` deletes the files of failed attempts.
 */
export async function uploadFiles(
  files: TableFiles,
  added: readonly NewFile[],
  partitionColumns: readonly string[],
): Promise<UploadedFile[]> {
  const uploaded: UploadedFile[] = [];
  const waiting = added.entries();
  let failed = false;
  const carry = async (): Promise<void> => {
    for (const [index, file] of waiting) {
      if (failed) return;
      try {
        uploaded[index] = await uploadFile(files, file, index, partitionColumns);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const carriers = await Promise.allSettled(Array.from({ length: Math.min(PARALLEL, added.length) }, carry));
  // All uploads of this attempt end before the failure is thrown.
  for (const carrier of carriers) if (carrier.status === 'rejected') throw carrier.reason;
  return uploaded;
}

async function uploadFile(
  files: TableFiles,
  file: NewFile,
  index: number,
  partitionColumns: readonly string[],
): Promise<UploadedFile> {
  const name = `part-${String(index).padStart(5, '0')}-${randomUUID()}.parquet`;
  const directories = partitionColumns.map((column) => partitionDirectory(column, file.partition));
  const path = [...directories, name].join('/');
  const { size } = await stat(file.localPath);
  await files.putFile(path, file.localPath);
  return { file, path, size };
}
