const READ = ["GET", "HEAD"];

/** The paths of the HTTP API, each with its methods. template.yaml has one route for each method of each path. */
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
