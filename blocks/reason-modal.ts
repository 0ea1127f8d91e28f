import type { ModalView } from '@slack/types';
import type { ReleaseId } from '../src/release/ids.ts';
import { type Line, line, outside } from '../src/release/view-words.ts';
import { abandonModalSent, resumeModalSent, rollBackModalSent, withdrawModalSent } from './actions.ts';
import { nobody, section } from './leaves.ts';
import { richText } from './message.ts';
import { formModal, reasonField } from './modal.ts';

interface Asked {
  readonly title: string;
  readonly submit: string;
  readonly means: Line;
  readonly optional: boolean;
  readonly prefilled: string;
}

const hint = 'It is shown in the thread and kept in the audit log.';

/** Takes a request back; a reason is welcome. */
export function withdrawModal(release: ReleaseId): ModalView {
  const means = line('The request ends here. Nothing changes, and it can be requested again.');
  const metadata = withdrawModalSent.encode({ release });
  return ask(withdrawModalSent.id, metadata, {
    title: 'Withdraw',
    submit: 'Withdraw',
    means,
    optional: true,
    prefilled: '',
  });
}

/** Gives up a failed release as it stands. */
export function abandonModal(release: ReleaseId): ModalView {
  const means = line(
    'What was done stays as it is: nothing is put back. Others may go live here again. Somebody has to look after the rest by hand.',
  );
  const metadata = abandonModalSent.encode({ release });
  return ask(abandonModalSent.id, metadata, {
    title: 'Abandon',
    submit: 'Abandon',
    means,
    optional: false,
    prefilled: '',
  });
}

/** Rolls back what a release brought. `prefilled` is what a signal already says. */
export function rollBackModal(release: ReleaseId, prefilled = ''): ModalView {
  const means = line(
    'The last verified version goes live again here, and promotions are paused until someone resumes.',
  );
  const metadata = rollBackModalSent.encode({ release });
  return ask(rollBackModalSent.id, metadata, {
    title: 'Roll back',
    submit: 'Roll back',
    means,
    optional: false,
    prefilled,
  });
}

/** Ends the pauses of a scope. */
export function resumeModal(scope: string): ModalView {
  const means = line('Promotions of ', outside(scope, 120), ' go on. What waited goes on by itself.');
  const metadata = resumeModalSent.encode({ scope });
  return ask(resumeModalSent.id, metadata, { title: 'Resume', submit: 'Resume', means, optional: true, prefilled: '' });
}

function ask(
  callback: string,
  metadata: string | null,
  { title, submit, means, optional, prefilled }: Asked,
): ModalView {
  return formModal({ title, submit, callback, metadata: metadata ?? '' }, [
    ...richText(section(means, nobody)),
    reasonField({ label: 'Why', hint, optional, prefilled }),
  ]);
}
