#!/usr/bin/bash
# Succeeds if the service is ready. Plain bash: the small images have no curl.
exec 3<>/dev/tcp/127.0.0.1/"${QUARKUS_MANAGEMENT_PORT:-9000}" || exit 1
printf 'GET /q/health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
