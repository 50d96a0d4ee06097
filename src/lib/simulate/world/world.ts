import { type NonEmpty } from '../random';
import { type Device, makeDevices, trackersOf } from './devices';
import { drawNames, type Names } from './names';
import { makeProducts, type Product } from './products';

/**
 * The customers, products, devices and places of the simulated company. All are derived from the seed. Memory
 * is bounded (a few thousand texts, the catalogue, the devices), and is filled on first use.
 */
export class World {
  private knownNames: Names | undefined;
  private knownProducts: NonEmpty<Product> | undefined;
  private knownDevices: NonEmpty<Device> | undefined;
  private knownTrackers: readonly Device[] | undefined;

  constructor(readonly seed: number) {}

  get names(): Names {
    return (this.knownNames ??= drawNames(this.seed));
  }

  get products(): NonEmpty<Product> {
    return (this.knownProducts ??= makeProducts(this.seed, this.names));
  }

  get devices(): NonEmpty<Device> {
    return (this.knownDevices ??= makeDevices(this.seed));
  }

  get trackers(): readonly Device[] {
    return (this.knownTrackers ??= trackersOf(this.devices));
  }
}
