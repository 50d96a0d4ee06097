import {
  type CustomersProfile,
  type EcommerceClickstream,
  type EcommerceOrder,
  type IotTelemetry,
  type LogisticsShipment,
} from '../../contracts/generated/types';

/** What each type of event carries. */
interface RecordTypes {
  'customers.profile': CustomersProfile;
  'ecommerce.clickstream': EcommerceClickstream;
  'ecommerce.order': EcommerceOrder;
  'iot.telemetry': IotTelemetry;
  'logistics.shipment': LogisticsShipment;
}

/** An event as an honest producer makes it. */
export type HonestEvent = {
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

/** What a source tells: a pure function of the position on the grid. */
export interface Scenario {
  /** The events of a position: at least one. The same position gives the same events. */
  eventsAt(position: number): readonly HonestEvent[];
}
