/* A disk that takes SLOW_SYNC_MS milliseconds for whatever waits for it; to be preloaded. */
#include <stdlib.h>
#include <time.h>

static int slowly(void) {
    const char *text = getenv("SLOW_SYNC_MS");
    long milliseconds = text ? atol(text) : 0;
    struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    nanosleep(&pause, NULL);
    return 0;
}

int fsync(int descriptor) { (void)descriptor; return slowly(); }
int fdatasync(int descriptor) { (void)descriptor; return slowly(); }
