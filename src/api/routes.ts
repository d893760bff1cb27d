const READ = ["GET", "HEAD"];

/** The paths of the HTTP API and the methods of each: template.yaml has a route for each pair. */
export const routes: Readonly<Record<string, readonly string[]>> = {
  "/events": ["POST"],
  "/logs": READ,
  "/logs/stats": READ,
  "/logs/{id}": READ,
  "/rejected": READ,
  "/rejected/stats": READ,
  "/rejected/{id}": READ,
  "/openapi.json": READ,
};
