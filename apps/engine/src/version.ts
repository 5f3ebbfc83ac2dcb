/** Version of the engine, as replicas register it and `/health` tells it. Equal to package.json, which a test proves. */
export const ENGINE_VERSION = "0.1.0";
