import {
  type CustomersProfile,
  type EcommerceClickstream,
  type EcommerceOrder,
  type IotTelemetry,
  type LogisticsShipment,
} from '../../contracts/generated/types';

/** The record of each event type. */
interface RecordTypes {
  'customers.profile': CustomersProfile;
  'ecommerce.clickstream': EcommerceClickstream;
  'ecommerce.order': EcommerceOrder;
  'iot.telemetry': IotTelemetry;
  'logistics.shipment': LogisticsShipment;
}

/** An event without faults, as a producer makes it. */
export type ValidEvent = {
  [Type in keyof RecordTypes]: {
    /** CloudEvents `type`, the contract's type. */
    readonly type: Type;
    readonly id: string;
    /** RFC 3339, the event's own time. */
    readonly time: string;
    readonly partitionKey: string;
    readonly record: RecordTypes[Type];
  };
}[keyof RecordTypes];

/** The events of a source, as a pure function of the position on the grid. */
export interface Scenario {
  /** The events of a position, at least one. The same position gives the same events. */
  eventsAt(position: number): readonly ValidEvent[];
  /**
   * Whether the events of this position are never late, because Gold would contradict itself until they arrive: orders
   * rely on a sign-up. Without it, any event may be late.
   */
  isPunctual?(position: number): boolean;
}
