import { faker } from '@faker-js/faker/locale/en';
import { listOf, type NonEmpty } from '../random';

/** Number of texts of each kind. Combinations give far more names than a demo needs. */
const POOL_SIZE = 400;

/** The texts that people and products are made of. */
export interface Names {
  readonly firstNames: NonEmpty<string>;
  readonly lastNames: NonEmpty<string>;
  readonly streets: NonEmpty<string>;
  readonly productNames: NonEmpty<string>;
  readonly searchTerms: NonEmpty<string>;
}

/**
 * Draws the world's texts from Faker, once.
 *
 * Faker has one shared generator, so it is seeded right before, and there is no `await` in between. Then the
 * same seed gives the same texts.
 */
export function drawNames(seed: number): Names {
  faker.seed(seed);
  return {
    firstNames: many(() => faker.person.firstName()),
    lastNames: many(() => faker.person.lastName()),
    streets: many(() => faker.location.street()),
    productNames: many(() => faker.commerce.productName()),
    searchTerms: many(() => `${faker.commerce.productAdjective()} ${faker.commerce.product()}`.toLowerCase()),
  };
}

function many(draw: () => string): NonEmpty<string> {
  return listOf(POOL_SIZE, draw);
}
