#ifndef KMSCTL_CPROCESS_H
#define KMSCTL_CPROCESS_H

#include <sys/prctl.h>

/// Swift cannot call C functions with variable arguments, which prctl is.
static inline int kmsctl_set_dumpable(int value) {
  return prctl(PR_SET_DUMPABLE, value, 0, 0, 0);
}

static inline int kmsctl_get_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0); }

#endif
