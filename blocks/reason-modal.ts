import type { ModalView } from '@slack/types';
import type { LaneKey, ReleaseId, Version } from '../src/release/ids.ts';
import { type Line, line, outside, v } from '../src/release/view-words.ts';
import { abandonModalSent, adoptModalSent, resumeModalSent, withdrawModalSent } from './actions.ts';
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

/** Asks reviewers to look at what somebody made live outside. */
export function adoptModal(about: { readonly lane: LaneKey; readonly version: Version }): ModalView {
  const means = line(
    `Reviewers look at ${v(about.version)} of `,
    outside(about.lane.replace('/', ' in '), 120),
    ' as at any other version, by the same gates. Nothing is moved. Once they let it in, promotions go on and rollbacks may go to it.',
  );
  const metadata = adoptModalSent.encode({ lane: about.lane, version: about.version });
  return ask(adoptModalSent.id, metadata, { title: 'Adopt', submit: 'Adopt', means, optional: true, prefilled: '' });
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
