/** Cookies about the look of the page, read by the server so that the first paint is right. */
export const sidebarCookie = 'gatehouse-sidebar';
