// A proxy on 127.0.0.1 that every request of a browser goes through. It writes each one down, carries those to this
// machine, and refuses the others: nothing leaves the machine during the tests, and what wanted to is known.

import http from "node:http";
import net from "node:net";

const LOCAL = /^(127\.\d+\.\d+\.\d+|localhost)$/;

export class Recorder {
  /** Everything asked for since the start: `{method, host, path}`; a tunnel has the method CONNECT and no path. */
  requests = [];
  #server = http.createServer((request, response) => this.#carry(request, response));
  #sockets = new Set();

  static async start() {
    const recorder = new Recorder();
    const server = recorder.#server;
    server.on("connect", (request, socket) => recorder.#tunnel(request, socket));
    server.on("connection", (socket) => {
      recorder.#sockets.add(socket);
      // A browser that ends drops its connections: that is no fault of anybody's.
      socket.on("error", () => socket.destroy());
      socket.on("close", () => recorder.#sockets.delete(socket));
    });
    await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
    return recorder;
  }

  get port() {
    return this.#server.address().port;
  }

  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #carry(request, response) {
    const url = new URL(request.url, `http://${request.headers.host}`);
    this.requests.push({ method: request.method, host: url.host, path: url.pathname + url.search });
    if (!LOCAL.test(url.hostname)) {
      response.writeHead(403).end();
      return;
    }
    const { hostname, port, pathname, search } = url;
    const options = { hostname, port, path: pathname + search, method: request.method, headers: request.headers };
    const onward = http.request(options, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  }

  #tunnel(request, socket) {
    this.requests.push({ method: "CONNECT", host: request.url, path: "" });
    const [host, port] = request.url.split(":");
    if (!LOCAL.test(host)) {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const onward = net.connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    socket.on("close", () => onward.destroy());
  }
}
