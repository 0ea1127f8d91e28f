import { ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { metricsHeight, metricsOption } from './metrics-option.ts';
import type { Drawing } from './picture.ts';

use([ScatterChart, GridComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

interface Plan {
  readonly option: EChartsCoreOption;
  readonly height: number;
}

const plans: { readonly [K in Drawing['kind']]: (drawing: Extract<Drawing, { kind: K }>) => Plan } = {
  metrics: ({ chart, sizes }) => ({ option: metricsOption(chart, sizes.width), height: metricsHeight(chart) }),
};

/** A drawing as SVG, of the size it has before it is enlarged. */
export function svgOf(drawing: Drawing): string {
  const { option, height } = plans[drawing.kind](drawing);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: drawing.sizes.width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    // What is not disposed of keeps a process from ending.
    chart.dispose();
  }
}
