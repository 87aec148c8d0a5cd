using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker", esModule = embed "dist/worker.js")],
      compatibilityDate = "2026-11-01",
      bindings = [
        (name = "GATEWAY_URL", fromEnvironment = "GATEWAY_URL"),
        (name = "GATEWAY_API_KEY", fromEnvironment = "GATEWAY_API_KEY"),
        (name = "BEDROCK_ENDPOINT", fromEnvironment = "BEDROCK_ENDPOINT"),
        (name = "BEDROCK_API_KEY", fromEnvironment = "BEDROCK_API_KEY"),
        (name = "AWS_ACCESS_KEY_ID", fromEnvironment = "AWS_ACCESS_KEY_ID"),
        (name = "AWS_SECRET_ACCESS_KEY", fromEnvironment = "AWS_SECRET_ACCESS_KEY"),
      ],
    )),
    (name = "internet", network = (allow = ["local", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
