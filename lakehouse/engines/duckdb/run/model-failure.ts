/**
 * Why a model cannot be committed although nothing is broken: its rows break the model's own rules. The run
 * reports it as `failed`.
 */
export interface ModelFailure {
  readonly outcome: 'failed';
  readonly error: string;
}

export function failure(error: string): ModelFailure {
  return { outcome: 'failed', error };
}
