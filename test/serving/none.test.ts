import { noServing } from '../../src/serving/none/none.ts';
import { servingContract } from '../contracts/serving.ts';
import { first, place, second } from './stage.ts';

servingContract('none', async () => ({
  serving: noServing(),
  again: noServing(),
  place,
  versions: [first, second],
  server: null,
  faulty: null,
}));
