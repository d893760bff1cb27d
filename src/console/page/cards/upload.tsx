import { useRef, useState } from "preact/hooks";
import { printable } from "../../../log/printable.ts";
import { ask } from "../api/ask.ts";
import { Icon } from "../parts/icon.tsx";
import { go, hrefOf } from "../state/place.ts";
import { counted, whole } from "../text/numbers.ts";
import { Card } from "./card.tsx";
import { Choice } from "./choice.tsx";
import { Outcome } from "./outcome.tsx";
import { useAction } from "./useAction.ts";

interface Upload {
  readonly key: string;
  readonly bytes: number;
}

/** Puts files into a bucket of the local S3, as an S3 client does. */
export const UploadCard = ({ buckets }: { readonly buckets: readonly string[] }) => {
  const [bucket, setBucket] = useState(buckets[0] ?? "");
  const [folder, setFolder] = useState("");
  const [isOver, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const [action, upload] = useAction(async (files: readonly File[]) => {
    const done: Upload[] = [];
    for (const file of files) done.push(await put(bucket, `${folder}${file.name}`, file));
    return done;
  });
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void upload([...(event.dataTransfer?.files ?? [])]);
  };
  return (
    <Card title="Upload a file" text="The bucket tells the function of each upload, and the log gets an entry.">
      <div class="form-line">
        <Choice label="Bucket" value={bucket} names={buckets} onChoose={setBucket} />
        <label>
          Folder
          <input
            type="text"
            value={folder}
            placeholder="photos/"
            onInput={({ currentTarget }) => setFolder(currentTarget.value)}
          />
        </label>
      </div>
      <button
        type="button"
        class={isOver ? "drop is-over" : "drop"}
        disabled={action.isBusy}
        onClick={() => chooser.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="file" />
        {action.isBusy ? "Uploading…" : "Drop files here, or choose them"}
      </button>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={({ currentTarget }) => {
          void upload([...(currentTarget.files ?? [])]);
          currentTarget.value = "";
        }}
      />
      <Outcome action={action}>
        {(done) => (
          <ul class="done">
            {done.map(({ key, bytes }) => (
              <li key={key}>
                <b>{printable(key)}</b> <span class="quiet">{counted(bytes, "byte", "bytes")}</span>{" "}
                <InLog subject={key} />
              </li>
            ))}
            {done.length === 0 && <li class="quiet">{whole(0)} files</li>}
          </ul>
        )}
      </Outcome>
    </Card>
  );
};

const InLog = ({ subject }: { readonly subject: string }) => {
  const to = { view: "log" as const, from: "-1h", to: undefined, subject };
  return (
    <a href={hrefOf(to)} onClick={go(to)}>
      See it in the log
    </a>
  );
};

const put = async (bucket: string, key: string, body: File): Promise<Upload> => {
  const path = `/_local/buckets/${encodeURIComponent(bucket)}/objects/${encodeURIComponent(key)}`;
  const headers = { "content-type": body.type || "application/octet-stream" };
  return (await ask(path, { method: "PUT", body, headers })) as Upload;
};
