import { type ModelTexts } from '../../data/model-texts';
import { type Resource, useResource } from '../../parts/use-resource';

/** The SQL of the models and the order of the tasks, which the app has beside the page. */
export function useModelTexts(): Resource<ModelTexts> {
  return useResource<ModelTexts>('/api/monitor/models.json', { kind: 'refresh' });
}
