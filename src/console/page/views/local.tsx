import { useEffect } from "preact/hooks";
import { EventCard } from "../cards/event.tsx";
import { FaultsCard } from "../cards/faults.tsx";
import { FireCard } from "../cards/fire.tsx";
import { QueuesCard } from "../cards/queues.tsx";
import { loadSystem, system, systemFailure } from "../cards/system.ts";
import { UploadCard } from "../cards/upload.tsx";
import { Unreadable } from "../parts/unreadable.tsx";

const LOOK_MS = 3_000;

/** What can be done with the local system: events to send, and faults to plan. */
export const Local = () => {
  useEffect(() => {
    void loadSystem();
    const timer = setInterval(() => !document.hidden && void loadSystem(), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  if (systemFailure.value !== undefined)
    return <Unreadable title="The local system does not answer" failure={systemFailure.value} />;
  if (system.value === undefined) return <p class="foot">Reading…</p>;
  const { buckets, schedules, queues, functions } = system.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it can be scrolled
    <div class="page cards" tabIndex={0}>
      {buckets.length > 0 && <UploadCard buckets={buckets} />}
      <EventCard system={system.value} />
      {schedules.length > 0 && <FireCard schedules={schedules} />}
      <FaultsCard functions={functions} />
      <QueuesCard queues={queues} />
    </div>
  );
};
