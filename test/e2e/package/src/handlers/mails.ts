import { mails } from "../mails.ts";
import { onEvent } from "../onEvent.ts";

export const handler = onEvent(mails("mails"), ({ source, messageId }) => `${source} sent ${messageId}`);
