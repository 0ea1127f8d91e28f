import type { AddOnName, TemplateName } from '../template-schema.ts';
import { batch } from './batch.ts';
import { classification } from './classification.ts';
import { forecasting } from './forecasting.ts';
import { llmApp } from './llm-app.ts';
import { ranking } from './ranking.ts';
import { realtime } from './realtime.ts';
import { regression } from './regression.ts';
import type { Template } from './template.ts';
import { text } from './text.ts';

/** Every template, under the name that models call it by. */
export const templates: Readonly<Record<TemplateName, Template>> = {
  classification,
  regression,
  forecasting,
  ranking,
  text,
  'llm-app': llmApp,
};

/** Every add-on. */
export const addOns: Readonly<Record<AddOnName, Template>> = { batch, realtime };
