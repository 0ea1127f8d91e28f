import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { metricsHeight, metricsOption } from './metrics-option.ts';
import type { Drawing } from './picture.ts';
import { trendHeight, trendOption } from './trend-option.ts';

use([LineChart, ScatterChart, GridComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

interface Plan {
  readonly option: EChartsCoreOption;
  readonly height: number;
}

const plans: { readonly [K in Drawing['kind']]: (drawing: Extract<Drawing, { kind: K }>) => Plan } = {
  metrics: ({ chart, sizes }) => ({ option: metricsOption(chart, sizes.width), height: metricsHeight(chart) }),
  trend: ({ trend }) => ({ option: trendOption(trend), height: trendHeight }),
};

function planOf<K extends Drawing['kind']>(
  drawing: {
    readonly [P in K]: Extract<Drawing, { kind: P }> & { readonly kind: P };
  }[K],
): Plan {
  const plan: (drawing: Extract<Drawing, { kind: K }>) => Plan = plans[drawing.kind];
  return plan(drawing);
}

/** A drawing as SVG, of the size it has before it is enlarged. */
export function svgOf(drawing: Drawing): string {
  const { option, height } = planOf(drawing);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: drawing.sizes.width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    // What is not disposed of keeps a process from ending.
    chart.dispose();
  }
}
