/** Tags with the rows that tie them to posts; the posts are still to be named. */
export const selectTags = `
  select tags.*, posts_tags.post_id as _pivot_post_id, posts_tags.tag_id as _pivot_tag_id, posts_tags.weight as _pivot_weight
  from tags inner join posts_tags on posts_tags.tag_id = tags.id`;
