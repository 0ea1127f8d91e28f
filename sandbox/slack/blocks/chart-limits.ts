import { list, maybe, number, object, type Shape, string } from './limit-rules.ts';

const SERIES: Shape = { fields: { series: list(object('series'), 12), axis_config: object('axis_config') } };

/** The charts of a data_visualization block. */
export const CHARTS: Readonly<Record<string, Shape>> = {
  pie: { fields: { segments: list(object('segment'), 12) } },
  line: SERIES,
  area: SERIES,
  bar: SERIES,
};

/** What charts are made of. */
export const CHART_PARTS: Readonly<Record<string, Shape>> = {
  segment: { fields: { label: string(20), value: number(Number.MIN_VALUE, Number.MAX_VALUE) } },
  series: { fields: { name: string(20), data: list(object('point'), 20) } },
  point: { fields: { label: string(20), value: number(-Number.MAX_VALUE, Number.MAX_VALUE) } },
  axis_config: {
    fields: { categories: list(string(20), 20), x_label: maybe(string(50)), y_label: maybe(string(50)) },
  },
};
