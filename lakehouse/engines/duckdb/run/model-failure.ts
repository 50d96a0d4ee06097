/**
 * Why a model cannot be committed though nothing is broken: its rows are not what the model promises. The run reports
 * it as `failed`.
 */
export interface ModelFailure {
  readonly outcome: 'failed';
  readonly error: string;
}

export function failure(error: string): ModelFailure {
  return { outcome: 'failed', error };
}
