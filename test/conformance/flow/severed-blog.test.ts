import { access } from './severed-blog/access.js';
import { answers } from './severed-blog/answers.js';
import { metrics } from './severed-blog/metrics.js';
import { scaling } from './severed-blog/scaling.js';
import { hasty, severedBlogWhole } from './severed-blog/whole.js';
import { describeBlog, systemOfFile } from './system/suite.js';

describeBlog('severed-blog, running', () => {
  const system = systemOfFile(severedBlogWhole, hasty);
  metrics(system);
  scaling(system);
  // After the load, so that there is something to ask for.
  answers(system);
  access(system);
});
