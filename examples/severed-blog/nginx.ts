/** Where nginx shows its counters: to its own pod alone. */
export const statusPort = 8081;
export const statusPath = '/stub_status';

/**
 * Configuration of an nginx that serves the files of its image: no root, nothing written but below `/tmp`,
 * its log on the standard output.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_stub_status_module.html
 */
export const nginxConfig = (port: number): string => `worker_processes 1;
pid /tmp/nginx.pid;
error_log stderr warn;

events {}

http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /dev/stdout combined;
  server_tokens off;

  client_body_temp_path /tmp/client-body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;

  server {
    listen ${port};
    listen [::]:${port};
    root /usr/share/nginx/html;

    location = /healthz {
      access_log off;
      return 204;
    }
  }

  server {
    listen 127.0.0.1:${statusPort};
    access_log off;

    location = ${statusPath} {
      stub_status;
    }
  }
}
`;
